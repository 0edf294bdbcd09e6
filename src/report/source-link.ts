import type { Assessment } from "../assessment/assessment.ts";
import { wholeLetters } from "./escape.ts";

type Repository = Assessment["repository"];
export type SourceLink = (path: string, line: number) => string | undefined;

/** Where each known forge shows a line of a file at a commit. */
const FORGES: readonly { readonly host: RegExp; readonly template: string }[] = [
  { host: /(^|\.)github\./, template: "{base}/blob/{commit}/{path}#L{line}" },
  { host: /(^|\.)gitlab\./, template: "{base}/-/blob/{commit}/{path}#L{line}" },
  { host: /(^|\.)bitbucket\./, template: "{base}/src/{commit}/{path}#lines-{line}" },
  {
    host: /(^|\.)(dev\.azure\.com|visualstudio\.com)$/,
    template:
      "{base}?path=/{path}&version=GC{commit}&line={line}&lineEnd={line}&lineStartColumn=1&lineEndColumn=1",
  },
  {
    host: /(^|\.)(gitea|forgejo|codeberg|opendev)\./,
    template: "{base}/src/commit/{commit}/{path}#L{line}",
  },
];

/** Links to the assessed code: by the user's template, else by the repository's address and commit. */
export function makeSourceLink(repository: Repository, template?: string): SourceLink {
  const base = webAddress(repository.url);
  const known = template ?? knownTemplate(base);
  const commit = repository.commit ?? "HEAD";
  if (known === undefined || (known.includes("{base}") && base === undefined))
    return () => undefined;
  return (path, line) => {
    const address = known
      .replaceAll("{base}", () => base ?? "")
      .replaceAll("{commit}", () => encodeURIComponent(commit))
      .replaceAll("{path}", () => wholeLetters(path).split("/").map(encodeURIComponent).join("/"))
      .replaceAll("{line}", () => String(line));
    return isSafe(address) ? address : undefined;
  };
}

function knownTemplate(base: string | undefined): string | undefined {
  if (base === undefined) return undefined;
  const { hostname } = new URL(base);
  return FORGES.find(({ host }) => host.test(hostname))?.template;
}

/** The page of a repository, from an HTTP or SSH address of git; only https and http come out. */
function webAddress(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const scp = /^(?:ssh:\/\/)?(?:[\w.-]+@)([\w.-]+)(?::\d+\/|[:/])(.+)$/.exec(url);
  const plain = scp === null ? url : `https://${scp[1]}/${scp[2]}`;
  try {
    const { protocol, host, pathname } = new URL(plain.replace(/^git:/, "https:"));
    if (protocol !== "https:" && protocol !== "http:") return undefined;
    return `${protocol}//${host}${pathname.replace(/\.git\/?$/, "").replace(/\/$/, "")}`;
  } catch {
    return undefined;
  }
}

/** A template of the user's, filled with a hostile path, must not become a script. */
function isSafe(address: string): boolean {
  return /^(https?|file|vscode|vscode-insiders|idea|pycharm):/i.test(address);
}
