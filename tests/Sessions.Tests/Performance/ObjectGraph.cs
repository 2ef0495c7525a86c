using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sessions.Tests.Performance;

/// <summary>
/// The bytes of everything that can be reached from an object: exact where the heap's growth would be noise. Shared objects
/// count once; types and delegates, which belong to the program, do not count.
/// </summary>
internal static class ObjectGraph
{
    private const int Header = 16;

    public static long SizeOf(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        var total = 0L;
        while (open.TryPop(out var item))
        {
            if (item is not (Type or Delegate or Pointer) && seen.Add(item))
            {
                total += Shallow(item, open);
            }
        }

        return total;
    }

    private static long Shallow(object item, Stack<object> open)
    {
        switch (item)
        {
            case string text:
                return Align(Header + 6 + (2L * text.Length));
            case Array array:
                var element = array.GetType().GetElementType()!;
                if (Holds(element))
                {
                    foreach (var value in array)
                    {
                        Follow(value, element, open);
                    }
                }

                return Align(Header + 8 + ((long)array.Length * Width(element)));
            default:
                return Align(Header + Fields(item, item.GetType(), open));
        }
    }

    private static long Fields(object item, Type type, Stack<object> open)
    {
        var total = 0L;
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                total += Width(field.FieldType);
                if (Holds(field.FieldType))
                {
                    Follow(field.GetValue(item), field.FieldType, open);
                }
            }
        }

        return total;
    }

    private static void Follow(object? value, Type declared, Stack<object> open)
    {
        if (value is null)
        {
            return;
        }

        if (declared.IsValueType)
        {
            // Boxed only for the walk: its references are its holder's.
            Fields(value, value.GetType(), open);
        }
        else
        {
            open.Push(value);
        }
    }

    private static bool Holds(Type type) => !type.IsPrimitive && !type.IsEnum && !type.IsPointer;

    private static long Width(Type type) => type.IsValueType
        ? (int)typeof(ObjectGraph).GetMethod(nameof(Unsized), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, null)!
        : IntPtr.Size;

    private static int Unsized<T>() => Unsafe.SizeOf<T>();

    private static long Align(long bytes) => (bytes + 7) & ~7L;
}
