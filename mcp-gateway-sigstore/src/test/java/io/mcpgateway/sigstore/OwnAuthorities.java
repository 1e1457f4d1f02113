package io.mcpgateway.sigstore;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority, a log of certificates and a transparency log of a test's own, and bundles that they vouch for. */
final class OwnAuthorities {
    static final Instant BEGIN = Instant.parse("2026-11-01T12:00:00Z");
    static final Duration VALID = Duration.ofMinutes(10);

    private static final X500Name NAME = new X500Name("O=test,CN=root");
    private static final String LOG = "rekor.test";

    private final KeyPair authority = keys();
    private final KeyPair certificateLog = keys();
    private final KeyPair transparencyLog = keys();
    private final X509CertificateHolder root;

    OwnAuthorities() throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                NAME,
                BigInteger.ONE,
                Date.from(BEGIN.minus(Duration.ofDays(30))),
                Date.from(BEGIN.plus(Duration.ofDays(3650))),
                NAME,
                SubjectPublicKeyInfo.getInstance(authority.getPublic().getEncoded()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        this.root = builder.build(signer(authority));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static ContentSigner signer(KeyPair keys) throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    }

    /** What users are given to know the authorities by. */
    byte[] trustedRoot() throws Exception {
        String validity = "\"validFor\":{\"start\":\"2020-01-01T00:00:00Z\"}";
        return ("{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\",\"tlogs\":["
                        + log("https://" + LOG, transparencyLog, validity)
                        + "],\"certificateAuthorities\":[{\"subject\":{\"organization\":\"test\",\"commonName\":\"root\"},"
                        + "\"uri\":\"https://fulcio.test\",\"certChain\":{\"certificates\":[{\"rawBytes\":\""
                        + base64(root.getEncoded()) + "\"}]}," + validity + "}],\"ctlogs\":["
                        + log("https://ctfe.test", certificateLog, validity) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String log(String url, KeyPair keys, String validity) throws Exception {
        byte[] key = keys.getPublic().getEncoded();
        return "{\"baseUrl\":\"" + url + "\",\"hashAlgorithm\":\"SHA2_256\",\"publicKey\":{\"rawBytes\":\""
                + base64(key) + "\",\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\"," + validity
                + "},\"logId\":{\"keyId\":\"" + base64(sha256(key)) + "\"}}";
    }

    /** What a bundle says, and when it was logged. */
    record Signing(String issuer, String subject, String digest, String predicate, Instant logged, boolean promised) {
        Signing at(Instant other) {
            return new Signing(issuer, subject, digest, predicate, other, promised);
        }

        Signing withoutPromise() {
            return new Signing(issuer, subject, digest, predicate, logged, false);
        }
    }

    /** Signs as {@code cosign} does without a key. */
    byte[] bundle(Signing signing) throws Exception {
        KeyPair ephemeral = keys();
        X509CertificateHolder certificate = certificate(signing, ephemeral);
        byte[] statement = ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"x\",\"digest\":"
                        + "{\"sha256\":\"" + signing.digest().substring("sha256:".length())
                        + "\"}}],\"predicateType\":\"" + signing.predicate() + "\",\"predicate\":{}}")
                .getBytes(StandardCharsets.UTF_8);
        String type = "application/vnd.in-toto+json";
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(("DSSEv1 " + type.length() + " " + type + " " + statement.length + " ")
                .getBytes(StandardCharsets.UTF_8));
        encoded.writeBytes(statement);
        String signature = base64(sign(ephemeral, encoded.toByteArray()));
        String entry = entry(signing, statement, signature, pem(certificate));
        return ("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{"
                        + "\"tlogEntries\":[" + entry + "],\"certificate\":{\"rawBytes\":\""
                        + base64(certificate.getEncoded()) + "\"}},\"dsseEnvelope\":{\"payload\":\""
                        + base64(statement) + "\",\"payloadType\":\"" + type + "\",\"signatures\":[{\"sig\":\""
                        + signature + "\"}]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private X509CertificateHolder certificate(Signing signing, KeyPair ephemeral) throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                NAME,
                BigInteger.TWO,
                Date.from(BEGIN),
                Date.from(BEGIN.plus(VALID)),
                new X500Name(new org.bouncycastle.asn1.x500.RDN[0]),
                SubjectPublicKeyInfo.getInstance(ephemeral.getPublic().getEncoded()));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        builder.addExtension(
                Extension.subjectAlternativeName,
                true,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, signing.subject())));
        builder.addExtension(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), false, new DERUTF8String(signing.issuer()));
        byte[] precertificate = builder.build(signer(authority))
                .toASN1Structure()
                .getTBSCertificate()
                .getEncoded();
        builder.addExtension(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"),
                false,
                new DEROctetString(timestamps(precertificate)));
        return builder.build(signer(authority));
    }

    /** A list with one signed certificate time stamp (RFC 6962). */
    private byte[] timestamps(byte[] precertificate) throws Exception {
        ByteBuffer signed = ByteBuffer.allocate(1 + 1 + 8 + 2 + 32 + 3 + precertificate.length + 2)
                .put((byte) 0)
                .put((byte) 0)
                .putLong(BEGIN.toEpochMilli())
                .putShort((short) 1)
                .put(sha256(authority.getPublic().getEncoded()))
                .put((byte) (precertificate.length >> 16))
                .putShort((short) precertificate.length)
                .put(precertificate)
                .putShort((short) 0);
        byte[] signature = sign(certificateLog, signed.array());
        int length = 1 + 32 + 8 + 2 + 2 + 2 + signature.length;
        return ByteBuffer.allocate(4 + length)
                .putShort((short) (2 + length))
                .putShort((short) length)
                .put((byte) 0)
                .put(sha256(certificateLog.getPublic().getEncoded()))
                .putLong(BEGIN.toEpochMilli())
                .putShort((short) 0)
                .put((byte) 4)
                .put((byte) 3)
                .putShort((short) signature.length)
                .put(signature)
                .array();
    }

    /** The only entry of the transparency log: its leaf is its root. */
    private String entry(Signing signing, byte[] statement, String signature, String pem) throws Exception {
        byte[] body =
                ("{\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\",\"spec\":{\"envelopeHash\":{\"algorithm\":\"sha256\","
                                + "\"value\":\"" + hex(sha256(statement))
                                + "\"},\"payloadHash\":{\"algorithm\":\"sha256\","
                                + "\"value\":\"" + hex(sha256(statement)) + "\"},\"signatures\":[{\"signature\":\""
                                + signature
                                + "\",\"verifier\":\"" + base64(pem.getBytes(StandardCharsets.UTF_8)) + "\"}]}}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] leaf = new byte[1 + body.length];
        System.arraycopy(body, 0, leaf, 1, body.length);
        String rootHash = base64(sha256(leaf));
        byte[] logId = sha256(transparencyLog.getPublic().getEncoded());
        String header = LOG + " - 1\n1\n" + rootHash + "\n";
        byte[] checkpointSignature = sign(transparencyLog, header.getBytes(StandardCharsets.UTF_8));
        byte[] hinted = ByteBuffer.allocate(4 + checkpointSignature.length)
                .put(logId, 0, 4)
                .put(checkpointSignature)
                .array();
        String checkpoint = header + "\n\u2014 " + LOG + " " + base64(hinted) + "\n";
        long time = signing.logged().getEpochSecond();
        String promised = "{\"body\":\"" + base64(body) + "\",\"integratedTime\":" + time + ",\"logID\":\"" + hex(logId)
                + "\",\"logIndex\":0}";
        String promise = signing.promised()
                ? "\"inclusionPromise\":{\"signedEntryTimestamp\":\""
                        + base64(sign(transparencyLog, promised.getBytes(StandardCharsets.UTF_8))) + "\"},"
                : "";
        return "{\"logIndex\":\"0\",\"logId\":{\"keyId\":\"" + base64(logId) + "\"},\"kindVersion\":{\"kind\":\"dsse\","
                + "\"version\":\"0.0.1\"},\"integratedTime\":\"" + time + "\"," + promise
                + "\"inclusionProof\":{\"logIndex\":\"0\",\"rootHash\":\"" + rootHash
                + "\",\"treeSize\":\"1\",\"hashes\":[],\"checkpoint\":{\"envelope\":\""
                + checkpoint.replace("\n", "\\n") + "\"}},\"canonicalizedBody\":\"" + base64(body) + "\"}";
    }

    private static String pem(X509CertificateHolder certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] sign(KeyPair keys, byte[] bytes) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(bytes);
        return signature.sign();
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
