using System.Text.Json.Serialization;

namespace Sessions.Tests.Filters;

[JsonSerializable(typeof(SessionFilter))]
[JsonSerializable(typeof(SessionCondition))]
internal sealed partial class FilterTestJson : JsonSerializerContext;
