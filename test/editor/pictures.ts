/** Where pictures of the surfaces lie after a run of the suite, and of what was seen when a test failed. */
export const pictures = 'dist/pictures';

/** Names of the latter begin with it. */
export const failedBegin = 'failed ';
