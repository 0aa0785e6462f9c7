/** Twice the pixels of the file's size: for print and sharp screens. */
const sharpness = 2;

/** Bytes of a PNG of an SVG file. Rejects where the browser can't draw it. */
export async function png(svg: string): Promise<ArrayBuffer> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * sharpness;
    canvas.height = image.naturalHeight * sharpness;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('The browser made no PNG.');
    return await blob.arrayBuffer();
  } finally {
    URL.revokeObjectURL(url);
  }
}
