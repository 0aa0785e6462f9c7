import type { ServerSettings } from '../../server/protocol/training.ts';
import type { TrainingClient } from '../../server/training/client/client.ts';

export type Open = (signal: AbortSignal) => Promise<TrainingClient>;

/** A connection whose server knows the settings as they are by then: each may be to another server than the last. */
export const configured =
  (open: Open, settings: () => ServerSettings): Open =>
  async (signal) => {
    const client = await open(signal);
    try {
      await client.request('configure', settings());
      return client;
    } catch (error) {
      client.close();
      throw error;
    }
  };
