import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ImageOptions, readImageFolder } from "./image-folder.node.ts";
import { looksLikeImages } from "./image-list.node.ts";

let parent = "";
let made = 0;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "ockham-images-"));
});
afterAll(() => rm(parent, { recursive: true }));

async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = join(parent, `set${made++}`);
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const read = (folder: string, options: Partial<ImageOptions> = {}) =>
  readImageFolder(folder, { fit: "cover", colour: "auto", unreadable: "refuse", ...options });

type Colour = readonly [number, number, number];
const red: Colour = [255, 0, 0];
const green: Colour = [0, 255, 0];
const blue: Colour = [0, 0, 255];

/** An image of pixels row by row, without loss. */
const picture = (width: number, pixels: readonly Colour[]) =>
  sharp(Uint8Array.from(pixels.flat()), {
    raw: { width, height: pixels.length / width, channels: 3 },
  });
const png = (width: number, pixels: readonly Colour[]): Promise<Buffer> =>
  picture(width, pixels).png().toBuffer();
const plain = (colour: Colour, width = 2, height = 2): Promise<Buffer> =>
  png(
    width,
    Array.from({ length: width * height }, () => colour),
  );

test("a test part may be a folder of its own, with the same classes", async () => {
  const folder = await folderOf({ "a/1.png": await plain(red), "b/1.png": await plain(blue) });
  const test = await folderOf({ "b/9.png": await plain(green) });
  const { rows, given, targets } = await read(folder, { test });
  expect({ rows, given }).toEqual({ rows: 3, given: { test: { from: 2, to: 3 } } });
  expect(targets).toMatchObject({ labels: Int32Array.of(0, 1, 1) });
  const other = await folderOf({ "c/9.png": await plain(green) });
  await expect(read(folder, { test: other })).rejects.toThrow(/the class "c" among the images for test/);
  await expect(read(folder, { test: join(folder, "gone") })).rejects.toThrow(/gone: got no such folder/);
});

test("takes the class from the folder and the pixels as planes, in the order of the names", async () => {
  const folder = await folderOf({
    "b/2.png": await png(2, [red, green]),
    "b/10.png": await png(2, [green, green]),
    "a/x/deep.png": await png(2, [blue, red]),
    "a/.hidden.png": "no image",
    "a/Thumbs.db": "no image",
    ".git/x.png": "no image",
    "notes.txt": "about the images",
  });
  const { name, rows, inputs, targets, given, reading } = await read(folder);
  expect({ name, rows, given }).toEqual({ name: folder.split("/").at(-1), rows: 3, given: {} });
  expect(inputs).toMatchObject({ kind: "image", shape: [3, 1, 2] });
  expect(targets).toEqual({ kind: "classes", classes: ["a", "b"], labels: Int32Array.of(0, 1, 1) });
  const [off, on] = [0, 255];
  const rowsOfPlanes = [
    [off, on, off, off, on, off],
    [off, off, on, on, off, off],
    [on, off, off, on, off, off],
  ];
  expect([...inputs.values]).toEqual(rowsOfPlanes.flat());
  expect(reading).toBe("images of 2 × 1 pixels, in colour, as they are");
});

test("folders called train, val and test are parts", async () => {
  const image = await plain(red);
  const folder = await folderOf({
    "Train/a/1.png": image,
    "Train/a/2.png": image,
    "Train/b/1.png": image,
    "test/b/1.png": image,
    "validation/a/1.png": image,
    "validation/b/1.png": image,
  });
  const { rows, targets, given } = await read(folder);
  expect({ rows, given }).toEqual({
    rows: 6,
    given: { validation: { from: 3, to: 5 }, test: { from: 5, to: 6 } },
  });
  expect(targets).toMatchObject({ labels: Int32Array.of(0, 0, 1, 0, 1, 1) });
  // A class may be called so, too.
  const vehicles = await read(await folderOf({ "train/1.png": image, "car/1.png": image }));
  expect(vehicles.targets).toMatchObject({ classes: ["car", "train"] });
});

test.each(["jpeg", "png", "webp", "gif", "tiff"] as const)("reads %s", async (format) => {
  const image = (colour: Colour) =>
    picture(
      8,
      Array.from({ length: 64 }, () => colour),
    )
      .toFormat(format)
      .toBuffer();
  // The name says nothing.
  const { inputs } = await read(await folderOf({ "a/x.bin": await image(red), "b/y": await image(blue) }));
  expect(inputs.shape).toEqual([3, 8, 8]);
  const at = (row: number, plane: number): number => inputs.values[row * 192 + plane * 64 + 27] as number;
  for (const [row, colour] of [red, blue].entries())
    for (const [plane, value] of colour.entries()) expect(Math.abs(at(row, plane) - value)).toBeLessThan(6);
});

test("turns images upright as their EXIF says", async () => {
  const wide = await picture(2, [red, blue]).withMetadata({ orientation: 6 }).png().toBuffer();
  const folder = await folderOf({ "a/turned.png": wide, "b/upright.png": await png(1, [red, blue]) });
  const { inputs, reading } = await read(folder);
  expect(inputs.shape).toEqual([3, 2, 1]);
  expect(inputs.values.subarray(0, 6)).toEqual(inputs.values.subarray(6));
  expect(reading).toContain("as they are");
});

test("brings images of different sizes to one, and says how", async () => {
  // Left half red, right half blue.
  const wide = await png(
    8,
    Array.from({ length: 32 }, (_, i) => (i % 8 < 4 ? red : blue)),
  );
  const folder = await folderOf({ "a/1.png": wide, "b/1.png": await plain(green, 4, 4) });
  const usual = await read(folder);
  expect(usual.inputs.shape).toEqual([3, 64, 64]);
  expect(usual.reading).toBe(
    "images of 64 × 64 pixels, in colour, 2 of them brought to it (cover: cut at the edges)",
  );
  const redAt = async (options: Partial<ImageOptions>, place: number): Promise<number | undefined> =>
    (await read(folder, { size: 4, ...options })).inputs.values[place];
  // The first row of the red plane: cut, the middle stays; fitted in whole, the edge is black; stretched, the left is red.
  expect(await redAt({ fit: "contain" }, 0)).toBe(0);
  expect(await redAt({ fit: "contain" }, 4)).toBeGreaterThan(200);
  expect(await redAt({ fit: "fill" }, 0)).toBeGreaterThan(200);
  expect((await read(folder, { size: [2, 6] })).inputs.shape).toEqual([3, 2, 6]);
  expect((await read(folder, { size: 4 })).reading).toContain("1 of them brought to it");
});

test("is grey where all images are, or where that is asked; transparent parts are white", async () => {
  const grey = await picture(2, [
    [9, 9, 9],
    [200, 200, 200],
  ])
    .toColourspace("b-w")
    .png()
    .toBuffer();
  const both = await read(await folderOf({ "a/1.png": grey, "b/1.png": grey }));
  expect(both.inputs).toMatchObject({ shape: [1, 1, 2], values: Uint8Array.of(9, 200, 9, 200) });
  expect(both.reading).toContain("grey");
  const mixed = await folderOf({ "a/1.png": grey, "b/1.png": await png(2, [red, red]) });
  const inColour = await read(mixed);
  expect(inColour.inputs.values.subarray(0, 6)).toEqual(Uint8Array.of(9, 200, 9, 200, 9, 200));
  expect((await read(mixed, { colour: "grey" })).inputs.shape).toEqual([1, 1, 2]);
  const clear = await sharp(Uint8Array.of(255, 0, 0, 0), { raw: { width: 1, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  const { inputs } = await read(await folderOf({ "a/1.png": clear, "b/1.png": await plain(red, 1, 1) }));
  expect([...inputs.values]).toEqual([255, 255, 255, 255, 0, 0]);
});

test("names a file that is no whole image, or leaves it out when told to", async () => {
  const noise = Uint8Array.from({ length: 3 * 4096 }, (_, i) => (i * 7919) % 256);
  const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
  const good = { "a/1.jpg": jpeg, "b/1.jpg": jpeg };
  const cut = await folderOf({ ...good, "a/cut.jpg": jpeg.subarray(0, jpeg.length / 2) });
  await expect(read(cut)).rejects.toThrow(
    /a\/cut.jpg: got an image that is damaged or cut off, .*data.unreadable=skip/,
  );
  const text = await folderOf({
    ...good,
    "a/cut.jpg": jpeg.subarray(0, 500),
    "b/notes.txt": "hello",
    "b/empty.png": "",
  });
  await expect(read(text)).rejects.toThrow(/b\/empty.png: got a file that is no image/);
  const { rows, targets, reading } = await read(text, { unreadable: "skip" });
  expect({ rows, targets }).toMatchObject({ rows: 2, targets: { labels: Int32Array.of(0, 1) } });
  const name = text.split("/").at(-1);
  expect(reading).toContain(`2 unreadable files left out: ${name}/b/empty.png, ${name}/b/notes.txt`);
  expect(reading).toContain(`1 unreadable file left out: ${name}/a/cut.jpg`);
  await expect(read(await folderOf({ ...good, "c/1.jpg": "hello" }), { unreadable: "skip" })).rejects.toThrow(
    /got no readable image for training of the class "c"/,
  );
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  await expect(read(await folderOf({ ...good, "a/0.svg": drawing }))).rejects.toThrow(
    /0.svg: got a file of the format svg, expected a whole image: a JPEG/,
  );
});

test("left out files move the parts behind them", async () => {
  const image = await plain(red);
  const folder = await folderOf({
    "train/a/0.png": "no image",
    "train/a/1.png": image,
    "train/b/1.png": image,
    "test/a/1.png": image,
    "test/b/0.png": "no image",
  });
  expect(await read(folder, { unreadable: "skip" })).toMatchObject({
    rows: 3,
    given: { test: { from: 2, to: 3 } },
  });
});

test("refuses folders that are laid out in another way, each in a sentence", async () => {
  const image = await plain(red);
  const refused = async (files: Readonly<Record<string, Uint8Array | string>>) => read(await folderOf(files));
  await expect(refused({})).rejects.toThrow(/no images in folders of classes, expected at least two folders/);
  await expect(refused({ "a/1.png": image })).rejects.toThrow(/one class only \("a"\)/);
  await expect(refused({ "1.png": image })).rejects.toThrow(/1.png: got an image in no folder of a class/);
  await expect(refused({ "1.png": image, "a/1.png": image })).rejects.toThrow(/an image beside the folders/);
  await expect(
    refused({ "train/a/1.png": image, "train/b/1.png": image, "test/c/1.png": image }),
  ).rejects.toThrow(/the class "c" among the images for test/);
  await expect(refused({ "train/a/1.png": image, "cat/1.png": image })).rejects.toThrow(
    /cat: got a folder beside train, expected train with val and test/,
  );
  await expect(
    refused({ "train/a/1.png": image, "train/b/1.png": image, "val/a/1.png": image, "valid/a/1.png": image }),
  ).rejects.toThrow(/valid: got a second folder of this part beside val/);
});

test("follows links, and says where one leads nowhere or in a circle", async () => {
  const image = await plain(red);
  const folder = await folderOf({ "a/1.png": image, "b/1.png": image });
  const elsewhere = await folderOf({ "more/2.png": image });
  await symlink(join(elsewhere, "more"), join(folder, "a", "more"));
  await symlink(join(elsewhere, "more", "2.png"), join(folder, "b", "2.png"));
  expect((await read(folder)).rows).toBe(4);
  await symlink(folder, join(folder, "b", "again"));
  await expect(read(folder)).rejects.toThrow(/got a link to a folder that holds it/);
  await rm(join(folder, "b", "again"));
  await symlink(join(folder, "nothing"), join(folder, "b", "nothing.png"));
  await expect(read(folder)).rejects.toThrow(/nothing.png: got a link to nothing/);
});

test("tells folders of images from others", async () => {
  const image = await plain(red);
  expect(await looksLikeImages(await folderOf({ "a/1.png": image }))).toBe(true);
  expect(await looksLikeImages(await folderOf({ "train/a/1.JPG": image }))).toBe(true);
  expect(await looksLikeImages(await folderOf({ "a/1.csv": "a,b" }))).toBe(false);
  expect(await looksLikeImages(await folderOf({ "1.png": image }))).toBe(true);
  expect(await looksLikeImages(join(parent, "absent"))).toBe(false);
});

const data = process.env["OCKHAM_DATA"];
test.skipIf(!data)("reads 2,000 real photographs (needs OCKHAM_DATA)", async () => {
  const { rows, targets, given, inputs } = await read(join(data as string, "cifar10", "sample-2000"));
  expect({ rows, shape: inputs.shape }).toEqual({ rows: 2000, shape: [3, 32, 32] });
  expect(Object.keys(given ?? {})).toEqual(["test"]);
  expect(targets).toMatchObject({ classes: expect.arrayContaining(["airplane", "truck"]) });
});
