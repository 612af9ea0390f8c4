"""The server that pets.yaml describes: pets.py PORT_FILE LOG. Says where it listens, and writes down each request."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PETS = [
    {"id": 1, "name": "Bello", "kind": "dog"},
    {"id": 2, "name": "Minka", "kind": "cat"},
    {"id": 3, "name": "Sparky", "kind": "dog"},
    {"id": 4, "name": "Nala", "kind": "dog"},
    {"id": 5, "name": "Hazel", "kind": "rabbit"},
    {"id": 6, "name": "Asta", "kind": "dog"},
    {"id": 7, "name": "Tom", "kind": "cat"},
]


class Pets(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def do_DELETE(self):
        self.answer()

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with open(sys.argv[2], "a", encoding="utf-8") as log:
            log.write(json.dumps({"method": self.command, "path": self.path, "body": body}) + "\n")
        status, found = self.found(urlsplit(self.path), body)
        text = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def found(self, url, body):
        kinds = parse_qs(url.query).get("kind", [])
        if url.path == "/pets" and self.command == "GET":
            return 200, [pet for pet in PETS if not kinds or pet["kind"] in kinds]
        if url.path == "/pets" and self.command == "POST":
            given = json.loads(body)
            PETS.append({"id": len(PETS) + 1, "name": given["name"], "kind": given["kind"]})
            return 201, PETS[-1]
        one = [pet for pet in PETS if url.path == f"/pets/{pet['id']}"]
        if one and self.command == "GET":
            return 200, one[0]
        return 404, {"error": "there is no such thing"}

    def log_message(self, *_):
        pass


def main(port_file, log):
    open(log, "w", encoding="utf-8").close()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pets)
    with open(port_file + ".part", "w", encoding="utf-8") as file:
        file.write(str(server.server_port))
    os.replace(port_file + ".part", port_file)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
