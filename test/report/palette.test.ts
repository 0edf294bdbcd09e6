import { expect, test } from "vitest";
import { checkPalette, contrast, paletteStyles } from "../../src/report/palette.ts";

test("black on white has the contrast 21", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
});

test("an accent that nobody could read is refused", () => {
  expect(() => checkPalette({ accent: "#ffdd00" })).toThrow(/only 1\.3 : 1/);
});

test("an accent is lightened for the dark theme", () => {
  const { accent, accentDark } = checkPalette({ accent: "#7a0019" });
  expect(accent).toBe("#7a0019");
  expect(accentDark).not.toBe(accent);
});

test("the ink of a light cover is dark", () => {
  expect(checkPalette({ cover: "#ffe680" }).coverInk).toBe("#14181f");
});

test("what is no colour, or no colour of ours, is refused", () => {
  expect(() => checkPalette({ accent: "red;}*{display:none" })).toThrow(/is "red;/);
  expect(() => checkPalette({ background: "#ffffff" })).toThrow(/unknown colour/);
});

test("without a brand there are no rules", () => {
  expect(paletteStyles(checkPalette())).toBe("");
});
