namespace Sessions.Filters;

/// <summary>A text or JSON that is no filter, with the place in the message.</summary>
internal sealed class FilterFormatException(string message, Exception? inner = null) : FormatException(message, inner);
