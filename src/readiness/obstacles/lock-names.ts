/** `self._lock`, `LOCK`, `lockutils.lock("x")`, `self.mutex`: what a `with` head calls a lock. */
export function looksLikeLock(text: string): boolean {
  const head = text.replace(/\(.*$/s, "").trim();
  return (
    /(^|[._])(r?lock|locks|locked|mutex|synchronized|cond|condition|semaphore|sem|critical\w*)\d*$/i.test(
      head,
    ) || /lock$/i.test(head)
  );
}

/** The head of a `with` without `with`, `as` and the colon. */
export function managerText(text: string): string {
  return text
    .replace(/^(async\s+)?with\s+/, "")
    .replace(/\s+as\s+[\w.]+$/, "")
    .replace(/:$/, "")
    .trim();
}
