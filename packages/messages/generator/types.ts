/** Scalars that the generator can write, by the names of the runtime's functions. */
export type ScalarKind = "bool" | "int32" | "uint32" | "int64" | "uint64" | "sfixed64" | "string" | "bytes";

export type FieldType =
  | { readonly kind: ScalarKind }
  | { readonly kind: "enum"; readonly name: string; readonly file: string }
  | { readonly kind: "timestamp" }
  | {
      readonly kind: "message";
      readonly name: string;
      readonly file: string;
      /** Held by value in Go: always there, always written. */
      readonly isNonNullable: boolean;
    };

export interface FieldModel {
  /** Name in TypeScript. */
  readonly name: string;
  /** Name in the schema, with package and message. */
  readonly fullName: string;
  readonly number: number;
  readonly comment: string[];
  readonly type: FieldType;
  readonly isList: boolean;
  readonly isNilable: boolean;
  /** Its message may contain itself. */
  readonly isRecursive: boolean;
  /** Bits of the releases that know it, 0 for all. */
  readonly releases: number;
  /** Bits of the releases that hold it by value, though it can be absent for others. */
  readonly alwaysIn: number;
}

export interface OneofModel {
  readonly kind: "oneof";
  readonly name: string;
  readonly typeName: string;
  readonly comment: string[];
  readonly choices: FieldModel[];
}

export type MemberModel = { readonly kind: "field"; readonly field: FieldModel } | OneofModel;

export interface MessageModel {
  readonly name: string;
  readonly comment: string[];
  /** In the order of writing. */
  readonly members: MemberModel[];
}

export interface EnumModel {
  readonly name: string;
  readonly comment: string[];
  readonly values: { readonly name: string; readonly number: number; readonly comment: string[] }[];
}

export interface FileModel {
  /** Path of the schema file without `.proto`, and of the output without `.ts`. */
  readonly path: string;
  readonly messages: MessageModel[];
  readonly enums: EnumModel[];
}
