import { checkLogo } from "../palette.ts";
import type { SectionContext } from "../section.ts";

/** Who made this for whom, about which code, and when. */
export function coverView({ assessment, words }: SectionContext) {
  const { repository, branding, tool } = assessment;
  // A date of the report's own is given in the settings: what the repository tells is the code's.
  const day = (date: string | undefined) => (date === undefined ? undefined : words.date(date));
  return {
    title: branding?.title ?? words.t("cover.title"),
    client: branding?.client,
    label: branding?.label,
    author: branding?.author,
    logo: branding?.logo === undefined ? undefined : checkLogo(branding.logo),
    repository: repository.name,
    url: repository.url,
    branch: repository.branch,
    commit: repository.commit,
    date: day(branding?.date),
    codeDate: day(repository.date),
    tool: `${tool.name} ${tool.version}`,
  };
}
