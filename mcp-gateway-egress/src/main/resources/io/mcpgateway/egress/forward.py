# See SocketForwarder: SOCKET PORT -- COMMAND…
import signal
import socket
import subprocess
import sys
import threading

LIMIT = threading.BoundedSemaphore(128)


def copy(source, target):
    try:
        while data := source.recv(16384):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def serve(client, path):
    with LIMIT, client, socket.socket(socket.AF_UNIX) as proxy:
        try:
            proxy.connect(path)
        except OSError:
            return
        answers = threading.Thread(target=copy, args=(proxy, client), daemon=True)
        answers.start()
        copy(client, proxy)
        answers.join()


def accept(server, path):
    while True:
        client, _ = server.accept()
        threading.Thread(target=serve, args=(client, path), daemon=True).start()


def main():
    if len(sys.argv) < 5 or sys.argv[3] != "--":
        sys.exit("usage: SOCKET PORT -- COMMAND…")
    path, port, command = sys.argv[1], int(sys.argv[2]), sys.argv[4:]
    try:
        server = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        sys.exit(f"cannot listen for the proxy's clients: {error}")
    threading.Thread(target=accept, args=(server, path), daemon=True).start()
    try:
        child = subprocess.Popen(command)
    except OSError as error:
        print(f"cannot start {command[0]}: {error}", file=sys.stderr)
        sys.exit(127)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: child.send_signal(received))
    status = child.wait()
    sys.exit(status if status >= 0 else 128 - status)


main()
