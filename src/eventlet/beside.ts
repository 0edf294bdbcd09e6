const BESIDE =
  /^((.*\/)?(examples?|docs?|samples?|demos?|benchmarks?)|tools|scripts)\/|^setup\.py$/i;

/** The file stands beside the product: documentation, examples, scripts. */
export const isBeside = (path: string): boolean => BESIDE.test(path);
