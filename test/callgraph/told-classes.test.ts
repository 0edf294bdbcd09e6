import { expect, test } from "vitest";
import { adjacency, knowing, readTexts, solve } from "./solve-fixture.ts";

const externals = knowing({
  symbols: {
    "webob.Request": { kind: "class" },
    "webob.dec.wsgify": {
      kind: "class",
      makes: { class: { position: 1, keyword: "RequestClass" }, insteadOf: "webob.Request" },
    },
    "webob.dec.wsgify.__call__": {
      kind: "function",
      wraps: "argument",
      callbacks: [
        { position: 0, mode: "callback", runsIn: "framework", receives: ["webob.Request"] },
      ],
    },
  },
});

test("a function or method that wsgify decorates gets an object of the class that it was told", () => {
  const modules = readTexts({
    "service.py": `import webob
import webob.dec

class Request(webob.Request):
    @property
    def context(self):
        return self.environ["context"]
    def accepted(self):
        return "json"

class Router:
    @webob.dec.wsgify(RequestClass=Request)
    def __call__(self, request):
        return request.accepted()

@webob.dec.wsgify(RequestClass=Request)
def resource(request):
    return show(request)

def show(request):
    return request.context
`,
  });
  const edges = adjacency(solve(modules, { externals }));
  expect(edges["service.Router.__call__"]).toContain("service.Request.accepted (likely)");
  expect(edges["service.resource"]).toContain("service.show");
  expect(edges["service.show"]).toContain("service.Request.context");
});
