using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads classes, associations and indications.</summary>
internal sealed class ClassParser(Cursor cursor, QualifierParser qualifiers, ValueParser values)
{
    // classDeclaration = [ qualifierList ] CLASS className [ superClass ] "{" *classFeature "}" ";"
    // assocDeclaration = "[" ASSOCIATION *( "," qualifier ) "]" CLASS className [ superClass ] "{" *associationFeature "}" ";"
    // indicDeclaration = "[" INDICATION *( "," qualifier ) "]" CLASS className [ superClass ] "{" *classFeature "}" ";"
    // superClass = ":" className
    public ClassSyntax Declaration(List<QualifierSyntax> before, string space)
    {
        cursor.NeedWord("class", "to begin the declaration of a class");
        var name = cursor.Name("the name of the class");
        Word? superclass = cursor.Take(':') ? cursor.Name("the name of the superclass") : null;
        var features = new List<FeatureSyntax>();
        var broken = false;
        try
        {
            cursor.Need('{', superclass is null ? "or ':' after the name of the class" : "after the name of the superclass");
            while (!cursor.IsSign('}') && cursor.Kind is not (TokenKind.End or TokenKind.Pragma))
            {
                broken |= !Added(features);
                cursor.Counted(features.Count, "features in one class");
            }

            cursor.Need('}', "to close the class");
            cursor.Close("after the class");
        }
        catch (SyntaxError)
        {
            cursor.Recover(inside: false);
            broken = true;
        }

        return new(before, name, superclass, features) { Text = cursor.Text, Namespace = space, Broken = broken };
    }

    private bool Added(List<FeatureSyntax> features)
    {
        try
        {
            features.Add(Feature());
            return true;
        }
        catch (SyntaxError)
        {
            cursor.Recover(inside: true);
            return false;
        }
    }

    // classFeature = propertyDeclaration / methodDeclaration
    // associationFeature = classFeature / referenceDeclaration
    private FeatureSyntax Feature()
    {
        var before = qualifiers.List();
        var type = TypeParser.DataTypeOrReference(cursor);
        var name = cursor.Name(type.Slot.IsReference ? "the name of the reference" : "the name of the property or method");
        return cursor.IsSign('(') ? Method(before, type, name) : Property(before, type, name);
    }

    // propertyDeclaration = [ qualifierList ] dataType propertyName [ array ] [ defaultValue ] ";"
    // referenceDeclaration = [ qualifierList ] objectRef referenceName [ defaultValue ] ";"
    // defaultValue = "=" initializer
    private PropertySyntax Property(List<QualifierSyntax> before, TypeSyntax type, Word name)
    {
        type = TypeParser.Array(cursor, type);
        if (type.Slot is { IsReference: true, Type.IsArray: true })
        {
            cursor.Error(name.Offset, $"the reference '{name}' must not be an array");
            type = type with { Slot = type.Slot with { Type = CimType.Reference, ArraySize = null } };
        }

        var value = cursor.Take('=') ? values.Initializer() : null;
        cursor.Close(value is null ? $"after '{name}'" : $"after the default of '{name}'");
        return new(before, type, name, value);
    }

    // methodDeclaration = [ qualifierList ] dataType methodName "(" [ parameterList ] ")" ";"
    // parameterList = parameter *( "," parameter )
    private MethodSyntax Method(List<QualifierSyntax> before, TypeSyntax type, Word name)
    {
        if (type.Slot.IsReference)
        {
            cursor.Error(type.Offset, $"the method '{name}' must not return a reference");
        }

        var parameters = new List<ParameterSyntax>();
        cursor.Need('(', "to open the parameters");
        if (!cursor.IsSign(')'))
        {
            do
            {
                parameters.Add(Parameter());
                cursor.Counted(parameters.Count, "parameters of one method");
            }
            while (cursor.Take(','));
        }

        cursor.Need(')', "or ',' in the parameters");
        cursor.Close($"after the method '{name}'");
        return new(before, type, name, parameters);
    }

    // parameter = [ qualifierList ] ( dataType / objectRef ) parameterName [ array ]
    private ParameterSyntax Parameter()
    {
        var before = qualifiers.List();
        var type = TypeParser.DataTypeOrReference(cursor);
        var name = cursor.Name("the name of the parameter");
        return new(before, TypeParser.Array(cursor, type), name);
    }
}
