using Cim.Provider.Operations;

namespace Cim.Provider.Queries;

/// <summary>A part of a query that is true or not; null where that is not known, because something is NULL.</summary>
internal abstract record QueryCondition
{
    /// <summary>Whether it is true of an instance.</summary>
    public abstract bool? Holds(Instance instance);

    /// <summary>All of several.</summary>
    public sealed record All(IReadOnlyList<QueryCondition> Parts) : QueryCondition
    {
        /// <inheritdoc/>
        public override bool? Holds(Instance instance)
        {
            bool? all = true;
            foreach (var part in Parts)
            {
                switch (part.Holds(instance))
                {
                    case false: return false;
                    case null: all = null; break;
                }
            }

            return all;
        }
    }

    /// <summary>Any of several.</summary>
    public sealed record Any(IReadOnlyList<QueryCondition> Parts) : QueryCondition
    {
        /// <inheritdoc/>
        public override bool? Holds(Instance instance)
        {
            bool? any = false;
            foreach (var part in Parts)
            {
                switch (part.Holds(instance))
                {
                    case true: return true;
                    case null: any = null; break;
                }
            }

            return any;
        }
    }

    /// <summary>The opposite.</summary>
    public sealed record Not(QueryCondition Part) : QueryCondition
    {
        /// <inheritdoc/>
        public override bool? Holds(Instance instance) => !Part.Holds(instance);
    }

    /// <summary>Whether a value is NULL: that is always known.</summary>
    public sealed record IsNull(QueryTerm Term) : QueryCondition
    {
        /// <inheritdoc/>
        public override bool? Holds(Instance instance) => Term.Of(instance).IsNull;
    }

    /// <summary>Whether something is an instance of a class or of one below it.</summary>
    public sealed record IsA(QueryPath Path, string ClassName) : QueryCondition
    {
        /// <inheritdoc/>
        public override bool? Holds(Instance instance) => Path.IsA(instance, ClassName);
    }

    /// <summary>Whether a text is as a pattern says.</summary>
    public sealed record Like(QueryTerm Term, QueryPattern Pattern, Quantity Quantity) : QueryCondition
    {
        /// <inheritdoc/>
        public override bool? Holds(Instance instance) => Quantity.Of(Term.Of(instance), Term.At, item =>
            item.IsNull ? null : item.Type == CimType.String ? Pattern.Matches(item.Text) : throw QueryScanner.Wrong(Term.At, "LIKE is for texts"));
    }

    /// <summary>Whether two values compare as wanted.</summary>
    public sealed record Compare(QueryTerm Left, Comparison Comparison, QueryTerm Right, Quantity Quantity) : QueryCondition
    {
        /// <inheritdoc/>
        public override bool? Holds(Instance instance)
        {
            var right = Right.Of(instance);
            return Quantity.Of(Left.Of(instance), Left.At, item => Comparison.Of(item, right, Left.At));
        }
    }
}
