import Type from 'typebox';
import { projection } from './descriptor.ts';

/** The feature as it is. */
export const none = projection({
  kind: 'none',
  summary: 'No projection: the feature as it is',
  sources: ['HobbitLong/RepDistiller distiller_zoo/AT.py (losses that compare without one)'],
  parameters: Type.Object({}, { additionalProperties: false }),
  output: (from) => from,
  variables: () => [],
  apply: (_variables, feature) => feature,
});
