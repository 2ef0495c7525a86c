namespace Sessions; internal static class Placeholder;
