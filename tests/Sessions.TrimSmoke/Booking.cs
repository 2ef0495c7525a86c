namespace Sessions.TrimSmoke;

/// <summary>A value of the app's own in the state.</summary>
internal sealed record Booking(string Flight, int Price);
