namespace XenApi.Server.XmlRpc;

/// <summary>The elements that give a value its type.</summary>
internal static class ShapeNames
{
    /// <summary>Finds the shape that an element stands for; false where it is no type.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out Shape shape)
    {
        if (name.SequenceEqual("string"u8))
        {
            shape = Shape.Text;
            return true;
        }

        // The extensions of Apache's library, whatever the prefix is declared to be.
        name = name.StartsWith("ex:"u8) ? name[3..] : name;
        var found = name.Length switch
        {
            2 when name.SequenceEqual("i4"u8) || name.SequenceEqual("i8"u8) || name.SequenceEqual("i1"u8) || name.SequenceEqual("i2"u8) => Shape.Int,
            3 when name.SequenceEqual("int"u8) => Shape.Int,
            3 when name.SequenceEqual("nil"u8) => Shape.Nil,
            5 when name.SequenceEqual("array"u8) => Shape.Set,
            5 when name.SequenceEqual("float"u8) => Shape.Double,
            6 when name.SequenceEqual("struct"u8) => Shape.Map,
            6 when name.SequenceEqual("double"u8) => Shape.Double,
            6 when name.SequenceEqual("base64"u8) => Shape.Base64,
            7 when name.SequenceEqual("boolean"u8) => Shape.Bool,
            16 when name.SequenceEqual("dateTime.iso8601"u8) => Shape.DateTime,
            _ => (Shape?)null,
        };
        shape = found.GetValueOrDefault();
        return found is not null;
    }
}
