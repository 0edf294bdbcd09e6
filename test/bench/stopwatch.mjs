/** Takes the place of the progress display and notes how long each stage took, in seconds. */
export function stopwatch() {
  const seconds = {};
  let current;
  let since = performance.now();
  const close = () => {
    const now = performance.now();
    if (current !== undefined)
      seconds[current] = round((seconds[current] ?? 0) + (now - since) / 1000);
    since = now;
  };
  return {
    stage(name) {
      close();
      current = name;
    },
    update() {},
    computing(compute) {
      return compute();
    },
    stop() {
      close();
      current = undefined;
      return seconds;
    },
  };
}

export function round(number) {
  return Math.round(number * 100) / 100;
}
