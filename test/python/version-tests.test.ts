import { expect, test } from "vitest";
import { truthOnPython3 } from "../../src/python/statements/version-tests.ts";

test.each([
  ["six.PY2", false],
  ["PY2", false],
  ["compat.PY3", true],
  ["not six.PY2", true],
  ["not (six.PY3)", false],
  ["sys.version_info[0] < 3", false],
  ["(sys.version_info[0] == 3)", true],
  ["sys.version_info.major >= 3", true],
  ["sys.version_info >= (3,)", true],
  ["sys.version_info < (3, 0)", false],
  ["sys.version_info > (2, 7)", true],
  ["version_info < (2, 7, 9)", false],
  ["sys.version_info >= (3, 8)", undefined],
  ["sys.version_info[1] >= 3", undefined],
  ["sys.version_info == (3, 0)", undefined],
  ["sys.version_info[:2] < (3, 6)", undefined],
  ["COPY2", undefined],
  ["notPY2", undefined],
  ["nothing(six.PY2)", undefined],
  ["six.PY2 and flag", undefined],
])("%s on Python 3: %s", (text, truth) => {
  expect(truthOnPython3(text)).toBe(truth);
});
