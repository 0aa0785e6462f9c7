import type { ModelFile } from '../../../server/protocol/training.ts';

export const model = (changes: Partial<ModelFile> = {}): ModelFile => ({
  path: '/home/ada/models/big.safetensors',
  name: 'big',
  format: 'safetensors',
  bytes: 246_824,
  parameters: 61_706,
  sha256: null,
  scores: [],
  network: '{ kind: lenet5 }',
  failure: null,
  ...changes,
});
