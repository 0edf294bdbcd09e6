import { expect, test } from "vitest";
import { replacementText } from "../../src/report/replacement-text.ts";

const german = (text: string) => `auf Deutsch: ${text}`;

test.each([
  "await asyncio.sleep(1)",
  "async with lock:",
  "httpx.AsyncClient / aiohttp",
  "asyncio.create_task(async_def(fn, *a))",
])("%s is code and stays", (text) => {
  expect(replacementText(text, german)).toBe(`\`${text}\``);
});

test.each([
  "remove the import",
  "unchanged",
  "httpx.AsyncClient().get(...) (closest API) or aiohttp.ClientSession",
])("%s is said in the reader's language", (text) => {
  expect(replacementText(text, german)).toBe(`auf Deutsch: ${text}`);
});
