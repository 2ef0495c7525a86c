namespace Sessions.Sample.Tests.FileStores;

public sealed class JsonlImportTests() : FileStoreImportTests("jsonl");
