using System.Text.Json.Serialization;

namespace Sessions.TrimSmoke;

/// <summary>The type information of <see cref="Booking"/>, made at build time.</summary>
[JsonSerializable(typeof(Booking))]
internal sealed partial class BookingJson : JsonSerializerContext;
