import { stat } from 'node:fs/promises';
import { quantile } from '../server/bench-server.ts';
import { activations } from './activation.ts';
import { latencies } from './latency.ts';
import { withEditor } from './stage.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** The packed extension in a real VS Code and a real browser. */
export async function editor(): Promise<readonly Row[]> {
  const rows = await withEditor(async (stage) => {
    const { size } = await stat(stage.vsix);
    const times = await activations(stage);
    const { draws, ofSteps, ofDraws, firstRun } = await latencies(stage);
    const percentiles = (name: string, values: readonly number[]): readonly Row[] =>
      [50, 95, 99].map((percent) => ({
        name: `${name}, p${percent}`,
        value: quantile(values, percent / 100),
        unit: 'ms',
      }));
    return [
      { name: 'VSIX for every platform, with wasm, cpu and the sample', value: size / 1e6, unit: 'MB' },
      { name: 'activation as VS Code measures it, median', value: quantile(times, 0.5), unit: 'ms' },
      { name: 'activation, least', value: Math.min(...times), unit: 'ms' },
      { name: 'activation, most', value: Math.max(...times), unit: 'ms' },
      { name: 'walkthrough button to Finished', value: firstRun / 1000, unit: 's' },
      { name: 'drawings of the loss chart while the sample ran', value: draws, unit: 'drawings' },
      { name: 'steps that they drew first', value: ofSteps.length, unit: 'steps' },
      ...percentiles('step made to step drawn, of all steps', ofSteps),
      ...percentiles('of the newest step of each drawing', ofDraws),
    ];
  });
  return rows ?? [];
}
