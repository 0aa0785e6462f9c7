import type { FromPanel, PanelMethod, PanelRequests, ToPanel } from '../../../server/protocol/panel.ts';
import type { RunDescription, RunSummary } from '../../../server/protocol/training.ts';
import type { RunDirectory } from '../../../server/runs/directory.ts';
import { RetortError } from '../../../server/protocol/failure.ts';
import { readDisagreements } from '../../../server/runs/disagreements.ts';
import { readLog } from '../../../server/runs/log-reader.ts';
import { Overviews } from '../../../server/runs/overview.ts';
import { readColumns } from '../../../server/runs/reader.ts';
import { readEvaluation, readEvents } from '../../../server/runs/records.ts';
import { readReport } from '../../../server/runs/report-file.ts';
import { readPlan } from '../../../server/runs/state.ts';
import { description } from '../../../server/training/server/description.ts';

/** How some requests are answered. */
export type Answers = {
  readonly [M in PanelMethod]?: (params: PanelRequests[M][0]) => Promise<PanelRequests[M][1]>;
};

/** Stands for the extension and the training server: answers the panel's requests from a run's directory. */
export class RunHost {
  /** Every message of the panel, in order. */
  readonly received: FromPanel[] = [];
  /** Requests without an answer. */
  waiting = 0;
  readonly #run: RunDirectory;
  readonly #overviews = new Overviews();
  readonly #answers: Answers;
  readonly #instead: Answers;
  #send: (message: ToPanel) => Promise<void> = () => Promise.resolve();

  /** @param instead answers in place of those from the directory. */
  constructor(run: RunDirectory, instead: Answers = {}) {
    this.#run = run;
    this.#instead = instead;
    this.#answers = {
      describe: () => this.describe(),
      read: async ({ table, columns, ...range }) => {
        const series = await readColumns(run, table, columns, range);
        return {
          x: encoded(series.x),
          columns: Object.fromEntries(
            Object.entries(series.columns).map(([name, { min, max, last }]) => [
              name,
              { min: encoded(min), max: encoded(max), last: encoded(last) },
            ]),
          ),
        };
      },
      evaluations: async ({ from }) =>
        (await readEvaluation(run, await readPlan(run))).slice(from).map((row) => ({
          ...row,
          agreement: Number.isNaN(row.agreement) ? null : row.agreement,
        })),
      events: () => readEvents(run),
      disagreements: () => readDisagreements(run),
      log: ({ from }) => readLog(run, from),
      report: async () => {
        const report = await readReport(run);
        return report === null ? null : { report, page: `${run.path}/report.html` };
      },
      act: () => Promise.resolve(null),
      save: ({ name, format }) => Promise.resolve({ path: `/saved/${name}.${format}` }),
    };
  }

  set sender(send: (message: ToPanel) => Promise<void>) {
    this.#send = send;
  }

  /** What the panel asked for by a method. */
  asked<M extends PanelMethod>(method: M): readonly PanelRequests[M][0][] {
    return this.received.flatMap((message) =>
      message.type === 'request' && message.method === method ? [message.params as PanelRequests[M][0]] : [],
    );
  }

  async describe(): Promise<RunDescription> {
    return { summary: await this.summary(), ...(await description(this.#run)) };
  }

  async summary(): Promise<RunSummary> {
    const { file, state, annotations, recipe, elapsedMs, leftMs, loss, metric } = await this.#overviews.read(
      this.#run,
    );
    return {
      recipe,
      elapsedMs,
      leftMs,
      loss,
      metric,
      ...annotations,
      run: this.#run.path,
      id: this.#run.id,
      workspace: '/',
      name: file.name,
      state,
      queuePosition: null,
      progress: file.progress,
      createdAt: file.createdAt,
      backend: file.backend,
      failure: file.failure,
    };
  }

  async tell(message: ToPanel): Promise<void> {
    await this.#send(message);
  }

  async receive(message: FromPanel): Promise<void> {
    this.received.push(message);
    if (message.type === 'cancel') return;
    const { id } = message;
    this.waiting++;
    try {
      await this.#send({ type: 'result', id, result: await this.#answer(message) });
    } catch (error) {
      if (!(error instanceof RetortError)) throw error;
      const { code, next } = error;
      await this.#send({ type: 'failure', id, failure: { code, message: error.message, next } });
    } finally {
      this.waiting--;
    }
  }

  #answer({ method, params }: Extract<FromPanel, { type: 'request' }>): Promise<unknown> {
    return this.#by(method, params);
  }

  #by<M extends PanelMethod>(method: M, params: PanelRequests[M][0]): Promise<PanelRequests[M][1]> {
    const answer = this.#instead[method] ?? this.#answers[method];
    if (answer === undefined)
      throw new RetortError({ code: 'not-here', message: `This host knows no ${method}.`, next: 'Nothing.' });
    return answer(params);
  }
}

const encoded = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
