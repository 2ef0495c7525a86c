using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using FluentAssertions;

namespace Sessions.Tests.PublicApi;

/// <summary>Writes what an assembly promises to its users, one member a line, in an order that does not depend on the compiler's.</summary>
internal static class PublicSurface
{
    /// <summary>Compares it with the file of the assembly's name beside the test that asks.</summary>
    public static void ShouldBeReviewed(string assembly, [CallerFilePath] string test = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(test)!, assembly + ".txt");
        var surface = Of(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("SESSIONS_ACCEPT_API") == "1")
        {
            File.WriteAllText(file, surface);
        }

        var reviewed = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        var actual = surface.Split('\n');
        actual.Except(reviewed).Should().BeEmpty("nothing becomes public unnoticed");
        reviewed.Except(actual).Should().BeEmpty("nothing public goes away unnoticed");
        surface.Should().Be(string.Join('\n', reviewed));
    }

    private static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case FieldInfo { IsPublic: true } field when type.IsEnum && field.IsLiteral:
                    yield return $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}";
                    break;
                case FieldInfo field when (field.IsPublic || field.IsFamily) && !field.IsSpecialName:
                    yield return $"field {Name(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}";
                    break;
                case PropertyInfo property when Visible(property.GetMethod) || Visible(property.SetMethod):
                    yield return $"property {Name(property.PropertyType)} {property.Name} {{{(Visible(property.GetMethod) ? " get;" : "")}{(Visible(property.SetMethod) ? " set;" : "")} }}";
                    break;
                case ConstructorInfo constructor when Visible(constructor):
                    yield return $"new({Parameters(constructor)})";
                    break;
                case MethodInfo method when Visible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)):
                    yield return $"{(method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "")}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})";
                    break;
            }
        }
    }

    private static bool Visible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsSealed ? "sealed class"
        : type.IsAbstract ? "abstract class"
        : "class";

    private static string Bases(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType && !type.IsEnum)
        {
            bases.Add(Name(parent));
        }

        bases.AddRange(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Select(Name).Order(StringComparer.Ordinal));
        return bases.Count == 0 || type.IsEnum ? "" : " : " + string.Join(", ", bases);
    }

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        var name = (type.IsNested ? Name(type.DeclaringType!) + "." : type.Namespace is "System" or null ? "" : type.Namespace + ".") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
