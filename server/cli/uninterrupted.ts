const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Finishes `work` before a Ctrl-C or another polite signal ends the process, so that files are whole or not there. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  let caught: NodeJS.Signals | null = null;
  const keep = (signal: NodeJS.Signals): void => {
    caught ??= signal;
  };
  for (const signal of signals) process.on(signal, keep);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, keep);
    // Without a listener it does what it would have done.
    if (caught !== null) process.kill(process.pid, caught);
  }
}
