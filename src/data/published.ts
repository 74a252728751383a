/** A file of a published data set. */
export interface PublishedFile {
  readonly name: string;
  /** SHA-256, in hexadecimal digits. */
  readonly sha256: string;
  /** Of the bytes as they are published, or of what they unpack to: mirrors may pack the same content differently. */
  readonly of: "file" | "content";
}

/** Where a published data set is to be had. */
export interface Published {
  /** The folder's name inside the folders of shared data. */
  readonly folder: string;
  /** Addresses that a file's name is put behind, the first one first. */
  readonly mirrors: readonly string[];
  readonly files: readonly PublishedFile[];
}
