import { expect, test } from "vitest";
import { assessedFiles } from "./source.ts";

const SERVER = `import eventlet
from eventlet import wsgi

def application(environ, start_response):
    eventlet.sleep(1)
    start_response("200 OK", [])
    return []

def main():
    wsgi.server(eventlet.listen(("", 80)), application)
`;

const MIDDLEWARE = `class Errors:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        def own(status, headers):
            return start_response(status, headers)
        return self.app(environ, own)

class Logged:
    def __init__(self, log):
        self.log = log

    def __call__(self, environ, start_response):
        self.log(environ["PATH_INFO"], start_response)
        return []

def other(handler, environ):
    return handler(environ, None)
`;

test("middleware that hands its environ on may wait in any application of the program: a guess", () => {
  const { of } = assessedFiles(
    { "app/__init__.py": "", "app/server.py": SERVER, "app/middleware.py": MIDDLEWARE },
    { scripts: ["app.server:main"] },
  );
  expect(of("app.server.application")).toMatchObject({ reach: "suspends" });
  expect(of("app.middleware.Errors.__call__")).toMatchObject({
    reach: "suspends",
    confidence: "possible",
  });
  expect(of("app.middleware.Logged.__call__")).toBeUndefined();
  expect(of("app.middleware.other")).toBeUndefined();
});
