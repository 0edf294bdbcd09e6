import { expect, test } from "vitest";
import { programOf } from "./programs.ts";

test("what a command keeps in Click's context is what other commands, options and parameter types find there", () => {
  const { graph } = programOf({
    "cli.py": `
import click

class App:
    def run(self):
        pass
    def check(self):
        pass
    def pools(self):
        pass
    def stop(self):
        pass

class Pool(click.Choice):
    def convert(self, value, param, ctx):
        return ctx.obj.pools()

@click.group()
@click.pass_context
def main(ctx):
    ctx.obj = App()

@main.command()
@click.option("--size", callback=lambda ctx, param, value: ctx.obj.check())
@click.pass_context
def start(ctx, size):
    ctx.obj.run()

def stop():
    click.get_current_context().obj.stop()
`,
  });
  const called = (id: string) => graph.calleesOf(id).map(({ to }) => to);
  expect(called("cli.Pool.convert")).toEqual(["cli.App.pools"]);
  expect(called("cli.start")).toEqual(["cli.App.run"]);
  expect(called("cli.stop")).toEqual(["cli.App.stop", "click.get_current_context"]);
  expect(called("cli.<lambda1>")).toEqual(["cli.App.check"]);
});
