import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Package {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
}

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Package> };
const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
const shipped = Object.entries(packages)
  .filter(([path, { dev, devOptional }]) => path !== "" && dev !== true && devOptional !== true)
  .map(([path, about]) => ({ name: path.split("node_modules/").at(-1) ?? path, ...about }));

/** Permissive: they ask for their notice to be kept, and nothing of what is built with them. */
const ACCEPTED =
  /^\(?(?:MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Zlib|CC0-1\.0)(?: (?:AND|OR) (?:Zlib|CC0-1\.0)\)?)?$/;

test("docs/licences.md lists what is installed (vitest -u writes it)", async () => {
  await expect(page()).toMatchFileSnapshot("../../docs/licences.md");
});

test("every package's licence is a permissive one", () => {
  const others = shipped.filter(({ license }) => !ACCEPTED.test(license ?? ""));
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});

test("no package runs a script when it is installed, and each is fixed by its digest", () => {
  expect(
    shipped.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name),
  ).toEqual([]);
  expect(
    shipped.filter(({ integrity }) => integrity === undefined).map(({ name }) => name),
  ).toEqual([]);
});

test("versions are exact", () => {
  const wanted = {
    ...manifest["dependencies"],
    ...manifest["optionalDependencies"],
    ...manifest["devDependencies"],
  };
  const loose = Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});

function page(): string {
  const direct = new Set(
    Object.keys({ ...manifest["dependencies"], ...manifest["optionalDependencies"] }),
  );
  const rows = shipped
    .map(({ name, version = "", license = "", optional = false }) => ({
      name,
      version,
      license,
      optional,
    }))
    .toSorted((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
    )
    .map(({ name, version, license, optional }) => {
      const how = [direct.has(name) ? "direct" : "", optional ? "optional" : ""]
        .filter(Boolean)
        .join(", ");
      return `| ${name} | ${version} | ${license} | ${how} |`;
    });
  return `# Licences of what is installed with \`assess\`

Written by \`npx vitest run test/hardening/licences.test.ts -u\` from package-lock.json; the test fails
when this page is stale, when a licence is not a permissive one, or when a package wants to run a
script on installation. \`npm ci --omit=dev --omit=optional\` leaves the optional ones out.

Shipped inside the package itself: tree-sitter-python's grammar as WebAssembly (MIT), types of
Python's standard library reduced from typeshed (Apache-2.0 and MIT), and the report's fonts, whose
licences lie beside them in assets/report/fonts.

${rows.length} packages.

| package | version | licence | |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
