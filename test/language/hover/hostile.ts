import fc from 'fast-check';

/** Text that Markdown, HTML, an editor or a terminal would see more in than words. */
export const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[x](command:workbench.action.quit)',
        '![x](https://evil.example/x.png)',
        '<img src=x onerror=alert(1)>',
        '<a href="command:x">',
        '[x]: command:y',
        'https://evil.example',
        'www.evil.example',
        'me@evil.example',
        '&lt;b&gt;',
        '$(flame)',
        '`',
        '```',
        '~~~',
        '**',
        '__',
        '~~',
        '| a |\n|---|\n',
        '\n\n# ',
        '\n> ',
        '\n- ',
        '\n1. ',
        '\n---\n',
        '\n    ',
        '\\',
        '\u202E',
        '\u0000',
        '\uD800',
        ' ',
        '\t',
        '\r\n',
      ),
      fc.string(),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
