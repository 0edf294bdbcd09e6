import { checkLogo } from "../palette.ts";
import type { SectionContext } from "../section.ts";

/** Who made this for whom, about which code, and when. */
export function coverView({ assessment, words }: SectionContext) {
  const { repository, branding, tool } = assessment;
  const date = branding?.date ?? repository.date;
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
    date: date === undefined ? undefined : words.date(date),
    tool: `${tool.name} ${tool.version}`,
  };
}
