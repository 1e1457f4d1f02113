# Fetches one package of PyPI with all that it depends on, and tells how its program starts.
#
# Reads what is wanted from standard input, one line of JSON. Fills ROOT/content, at once or not at all, and writes one line
# of JSON to standard output. What is there already is not fetched again. Standard error is for people.
import glob
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

root = sys.argv[1]
content = os.path.join(root, "content")
FACTS = ".mcp-gateway.json"
RUN = """import sys
from importlib import import_module
sys.argv[0] = {name!r}
target = import_module({module!r})
for part in {attribute!r}.split("."):
    target = getattr(target, part)
sys.exit(target())
"""


def tell(result):
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()


def installer(environment):
    try:
        import pip  # noqa: F401

        return [sys.executable, "-m", "pip"]
    except ImportError:
        pass
    wheels = glob.glob("/usr/share/python-wheels/pip-*.whl")
    wheels += glob.glob(os.path.join(os.path.dirname(os.__file__), "ensurepip/_bundled/pip-*.whl"))
    if wheels:
        environment["PYTHONPATH"] = wheels[0]
        return [sys.executable, "-m", "pip"]
    raise RuntimeError("pip is not there, as a module or beside ensurepip")


def remove_stale():
    """Left behind by fetches that were killed; none that goes on is that old."""
    for stale in glob.glob(os.path.join(root, "new-*")):
        try:
            if time.time() - os.stat(stale).st_mtime > 3600:
                shutil.rmtree(stale, ignore_errors=True)
        except FileNotFoundError:
            pass  # somebody else was faster


def install(want, directory, home):
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": home, "TMPDIR": home, **want.get("proxies", {})}
    report = os.path.join(home, "report.json")
    words = installer(environment) + ["--isolated", "install", "--no-input", "--disable-pip-version-check"]
    words += ["--no-cache-dir", "--quiet", "--no-warn-script-location", "--root-user-action=ignore", "--report", report]
    words += ["--target", os.path.join(directory, "packages"), "--index-url", want["registry"]]
    if want.get("certificates"):
        certificates = os.path.join(home, "certificates.pem")
        with open(certificates, "w", encoding="utf-8") as file:
            file.write(want["certificates"])
        words += ["--cert", certificates]
    if not want.get("scripts"):
        words += ["--only-binary", ":all:"]
    words.append(want["name"] + "==" + want["version"])
    done = subprocess.run(words, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=2, check=False)
    if done.returncode != 0:
        hint = "" if want.get("scripts") else "; a package without wheels has to be built, which install scripts allow"
        raise RuntimeError("pip install ended with %d%s" % (done.returncode, hint))
    with open(report, encoding="utf-8") as file:
        return json.load(file)


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def hash_of(want, report):
    for item in report.get("install", []):
        if canonical(item.get("metadata", {}).get("name", "")) == canonical(want["name"]):
            hashes = item.get("download_info", {}).get("archive_info", {}).get("hashes", {})
            return "sha256-" + hashes["sha256"] if "sha256" in hashes else ""
    return ""


def describe(want, directory, report):
    integrity = hash_of(want, report)
    if want.get("integrity") and integrity != want["integrity"]:
        raise RuntimeError(
            "the registry has other bytes: %s where %s is expected" % (integrity or "unknown", want["integrity"])
        )
    programs = {}
    for each in importlib.metadata.distributions(path=[os.path.join(directory, "packages")]):
        if canonical(each.metadata["Name"]) == canonical(want["name"]):
            for entry in each.entry_points:
                if entry.group == "console_scripts":
                    programs[entry.name] = entry.value
    name = want.get("executable") or (next(iter(programs)) if len(programs) == 1 else want["name"])
    if name not in programs:
        raise RuntimeError("it has no program %s, but: %s" % (name, ", ".join(sorted(programs)) or "none"))
    module, _, attribute = programs[name].split("[")[0].strip().partition(":")
    with open(os.path.join(directory, "run.py"), "w", encoding="utf-8") as file:
        file.write(RUN.format(name=name, module=module.strip(), attribute=attribute.strip() or "main"))
    return {"version": want["version"], "integrity": integrity, "script": "run.py"}


def main():
    os.umask(0o022)
    want = json.loads(sys.stdin.readline())
    known = os.path.join(content, FACTS)
    if os.path.isfile(known):
        with open(known, encoding="utf-8") as file:
            tell(json.load(file))
        return
    remove_stale()
    # All of it here: a temporary file system is too small for large packages.
    work = tempfile.mkdtemp(prefix="new-", dir=root)
    try:
        directory = os.path.join(work, "content")
        home = os.path.join(work, "home")
        os.mkdir(directory)
        os.mkdir(home)
        report = install(want, directory, home)
        result = describe(want, directory, report)
        with open(os.path.join(directory, FACTS), "w", encoding="utf-8") as file:
            json.dump(result, file)
        try:
            os.rename(directory, content)
        except OSError:
            if not os.path.isfile(known):
                raise
            # Somebody else was faster.
        tell(result)
    finally:
        shutil.rmtree(work, ignore_errors=True)


try:
    main()
except Exception as e:  # whatever it is, the gateway has to hear of it
    tell({"error": str(e)})
    sys.exit(1)
