const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Finishes `work` before a Ctrl-C or another polite signal ends the process, so that files are whole or not there. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const caught: NodeJS.Signals[] = [];
  const keep = (signal: NodeJS.Signals): void => void caught.push(signal);
  for (const signal of signals) process.on(signal, keep);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, keep);
    const [first] = caught;
    // Without a listener it does what it would have done.
    if (first !== undefined) process.kill(process.pid, first);
  }
}
