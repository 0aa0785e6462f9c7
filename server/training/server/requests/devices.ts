import { nothing } from '../parameters.ts';
import type { Request } from './context.ts';

export const devices: Request<'devices'> = {
  parameters: nothing,
  async answer() {
    // Loaded with the first request that needs them: a server that only lists runs starts at once and stays small.
    const { backends } = await import('../../../backends/index.ts');
    return backends.map(({ name, usable, threads }) => {
      const found = usable();
      return {
        backend: name,
        usable: found.ok,
        description: found.ok ? found.device : found.reason,
        threads: threads(),
      };
    });
  },
};
