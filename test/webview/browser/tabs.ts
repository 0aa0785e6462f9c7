export const tabs = ['training', 'layers', 'samples', 'log', 'report'] as const;

/** What a tab shows once it has read what it needs. */
export const content = {
  training: 'section:has(#title-metric) .uplot',
  layers: 'section:has(#title-matrix) canvas:visible',
  samples: '.samples tbody tr',
  log: '.log:has-text("seed 1")',
  report: '.report tbody tr',
} as const;
