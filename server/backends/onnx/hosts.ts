import { adamOnHost, sgdOnHost } from './updates.ts';
import type { Numbers } from './session.ts';

export interface HostCall {
  readonly inputs: Readonly<Record<string, Numbers>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Memory to write to, which may be that of inputs. */
  readonly outputs: readonly Numbers[];
}

/** A kernel that runs in JavaScript on the memory itself, because it only passes over it once. */
export interface HostKernel {
  readonly kernel: string;
  /** By output, the name of the input whose memory it may be written to. */
  readonly inPlace: readonly string[];
  readonly run: (call: HostCall) => void;
}

/** Optimizer updates: as nodes of a graph they would pass over the memory a dozen times (engine.md 8). */
export const hostKernels: readonly HostKernel[] = [
  { kernel: 'SgdUpdate', inPlace: ['parameter', 'velocity'], run: sgdOnHost },
  { kernel: 'AdamUpdate', inPlace: ['parameter', 'mean', 'square'], run: adamOnHost },
];

const byKernel = new Map(hostKernels.map((kernel) => [kernel.kernel, kernel]));

export const findHostKernel = (kernel: string): HostKernel | undefined => byKernel.get(kernel);
