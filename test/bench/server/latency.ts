import { decoded, quantile, until, withServer } from './bench-server.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const steps = 5000;

/**
 * From the moment that the worker has a row to the moment that a client has read it. The worker's clock is in the row,
 * without its origin: the quickest row is taken to have needed what a client that asks all the time gets, so figures
 * are beyond that one, a few milliseconds.
 */
export const latency = (): Promise<readonly Row[]> =>
  withServer(steps, async ({ workspace, recipe, client: connect }) => {
    const began = performance.now();
    const client = await connect();
    const connected = performance.now() - began;
    const { run } = await client.request('start', { recipe, workspace });
    const offsets: number[] = [];
    let seen = 0;
    let reading = Promise.resolve();
    const readNew = async (): Promise<void> => {
      const wanted = {
        run,
        table: 'measured',
        columns: ['elapsedMs'],
        from: seen + 1,
        points: 20_000,
      } as const;
      // Its first attempt may not have a table yet.
      const answer = await client.request('read', wanted).catch(() => null);
      const now = performance.now();
      if (answer === null) return;
      for (const value of decoded(answer.columns.elapsedMs?.last ?? '')) offsets.push(now - value);
      seen = decoded(answer.x).at(-1) ?? seen;
    };
    client.onChanged(() => {
      reading = reading.then(readNew);
    });
    await until(client, run, ({ state }) => state === 'finished' || state === 'failed');
    await reading;
    const least = Math.min(...offsets);
    const lags = offsets.map((offset) => offset - least);
    return [
      { name: 'connect, with starting the server', value: connected, unit: 'ms' },
      { name: `rows read of ${steps * 2 + 100}`, value: offsets.length, unit: 'rows' },
      { name: 'row written to row read, median', value: quantile(lags, 0.5), unit: 'ms' },
      { name: 'row written to row read, p95', value: quantile(lags, 0.95), unit: 'ms' },
      { name: 'row written to row read, p99', value: quantile(lags, 0.99), unit: 'ms' },
    ];
  });
