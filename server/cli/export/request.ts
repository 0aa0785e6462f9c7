import type { ModelPlan, Plan } from '../../distill/plan.ts';
import type { Network } from '../../distill/networks/network.ts';
import type { HostTensors } from '../../distill/tensors.ts';
import type { Terminal } from '../terminal.ts';

/** A trained model that is to be written somewhere. */
export interface ExportRequest {
  readonly id: string;
  readonly model: ModelPlan;
  readonly plan: Plan;
  readonly network: Network;
  readonly tensors: HostTensors;
  /** Where it comes from, by key. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly terminal: Terminal;
}

export interface Exported {
  readonly files: readonly string[];
  /** What was found out about the files, for --json. */
  readonly verified?: object;
  /** The same in words. */
  readonly words?: string;
}
