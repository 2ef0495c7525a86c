using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace Sessions.Tests.Internals;

public sealed class SessionCopyTests
{
    private const BindingFlags OfInstances = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A view is copied member by member: one that is forgotten would be lost by the next commit.</summary>
    [Fact]
    public void A_copy_has_every_field_of_its_original()
    {
        var original = (Session)Filled(typeof(Session), deep: true);
        var copy = original.Copy();
        foreach (var field in typeof(Session).GetFields(OfInstances))
        {
            field.GetValue(copy).Should().Be(field.GetValue(original), "of {0}", field.Name);
            field.GetValue(copy).Should().NotBe(field.GetValue(new Session(new SessionKey("other"))), "of {0}", field.Name);
        }
    }

    private static object Filled(Type type, bool deep)
    {
        if (type == typeof(string))
        {
            return "text";
        }

        if (type.IsArray)
        {
            return Array.CreateInstance(type.GetElementType()!, 1);
        }

        if (type.IsPrimitive)
        {
            return Convert.ChangeType(7, type, provider: null);
        }

        var item = RuntimeHelpers.GetUninitializedObject(type);
        if (deep || type.IsValueType)
        {
            foreach (var field in type.GetFields(OfInstances))
            {
                field.SetValue(item, Filled(field.FieldType, deep: false));
            }
        }

        return item;
    }
}
