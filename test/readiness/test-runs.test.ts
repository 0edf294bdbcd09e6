import { describe, expect, test } from "vitest";
import { asksForTestRunner } from "../../src/eventlet/patching/test-runner-conditions.ts";
import { assessedFiles } from "./source.ts";

test("a condition asks for a test runner where nothing else passes it", () => {
  const asking = [
    '"nose" in sys.modules',
    "'pytest' in sys.modules.keys()",
    '"nose" in sys.modules.keys() or hasattr(sys, "_called_from_test")',
    'thread and os.environ.get("PYTEST_CURRENT_TEST")',
    '("unittest" in sys.modules)',
  ];
  const others = [
    '"nose" not in sys.modules',
    'not ("nose" in sys.modules)',
    '"nose" in sys.modules or settings.PATCH',
    '"django" in sys.modules',
    '"nose" in sys.modules and something_quite_long(that_is_cut…',
  ];
  expect(asking.filter((text) => !asksForTestRunner(text))).toEqual([]);
  expect(others.filter(asksForTestRunner)).toEqual([]);
});

describe("a patch that only test runs get to", () => {
  const files = {
    "shop/__init__.py": "",
    "shop/green.py": "def go_green():\n    import eventlet\n    eventlet.monkey_patch()\n",
    "shop/models.py":
      'import sys\n\nif "pytest" in sys.modules:\n    from shop.green import go_green\n    go_green()\n\nimport time\n\ndef reload():\n    time.sleep(1)\n',
    "shop/admin.py": "from shop.models import reload\n\ndef main():\n    reload()\n",
    "tests/__init__.py": "",
    "tests/test_models.py":
      "import time\nfrom shop import models\n\ndef test_reload():\n    time.sleep(0)\n    models.reload()\n",
  };
  const scripts = ["shop.admin:main"];

  test("counts for no process of the product", () => {
    const { of } = assessedFiles(files, { scripts });
    expect(of("shop.models.reload")).toBeUndefined();
    expect(of("shop.admin.main")).toBeUndefined();
    expect(of("tests.test_models.test_reload")).toMatchObject({ reach: "suspends" });
  });

  test("counts where another process patches, too", () => {
    const served = {
      ...files,
      "shop/server.py":
        "from shop.green import go_green\ngo_green()\nfrom shop.models import reload\n\ndef main():\n    reload()\n",
    };
    const { of } = assessedFiles(served, { scripts: [...scripts, "shop.server:main"] });
    expect(of("shop.models.reload")).toMatchObject({ reach: "suspends" });
    expect(of("shop.admin.main")).toBeUndefined();
  });

  test("also where the question stands in the function that patches", () => {
    const asked = {
      ...files,
      "shop/green.py":
        "import sys\n\ndef go_green():\n    import eventlet\n    if hasattr(sys, '_called_from_test'):\n        eventlet.monkey_patch()\n",
      "shop/models.py":
        "from shop.green import go_green\ngo_green()\nimport time\n\ndef reload():\n    time.sleep(1)\n",
    };
    expect(assessedFiles(asked, { scripts }).of("shop.models.reload")).toBeUndefined();
  });
});

describe("code that no process is seen to load", () => {
  const files = {
    "shop/__init__.py": "",
    "shop/server.py":
      "import eventlet\neventlet.monkey_patch()\n\ndef main():\n    eventlet.sleep(1)\n",
    "shop/drivers.py": "import time\n\nclass Paper:\n    def emit(self):\n        time.sleep(1)\n",
    "client/__init__.py": "",
    "client/api.py": "import time\n\ndef ask():\n    time.sleep(1)\n",
    "client/shell.py": "from client.api import ask\n\ndef main():\n    ask()\n",
    "packs/mail/send.py":
      "import time\nfrom client.api import ask\n\nclass Send:\n    def run(self):\n        time.sleep(1)\n        return ask()\n",
  };
  const { of } = assessedFiles(files, { scripts: ["shop.server:main", "client.shell:main"] });

  test("may be a driver in a package of which a patched process loads something", () => {
    expect(of("shop.drivers.Paper.emit")).toMatchObject({
      reach: "suspends",
      confidence: "likely",
    });
  });

  test("is a mere guess elsewhere, and says nothing of what it imports", () => {
    expect(of("packs.mail.send.Send.run")).toMatchObject({ verdict: "undetermined" });
    expect(of("client.api.ask")).toBeUndefined();
    expect(of("client.shell.main")).toBeUndefined();
  });
});
