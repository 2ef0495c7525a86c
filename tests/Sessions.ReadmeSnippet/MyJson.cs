using System.Text.Json.Serialization;

/// <summary>The type information that the README's snippets name.</summary>
[JsonSerializable(typeof(int))]
internal sealed partial class MyJson : JsonSerializerContext;
