using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Shop.Architecture.Tests;

/// <summary>A type as compiled code names it: a nested type counts as the one around it.</summary>
internal sealed record NamedType(string Assembly, string Namespace, string Name)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    public override string ToString() => FullName;
}

/// <summary>A type names another: in its signatures, attributes, fields, locals or instructions.</summary>
/// <param name="User">The type whose code it is.</param>
/// <param name="Used">The type that it names.</param>
internal sealed record TypeUse(NamedType User, NamedType Used);

/// <summary>A generic type with the types that it is closed over; a type parameter is null.</summary>
internal sealed record Instantiation(NamedType User, NamedType Generic, IReadOnlyList<NamedType?> Arguments);

/// <summary>
/// Everything that an assembly names, read from its metadata and instructions. Nothing is loaded: a sample that a test compiles is read like the
/// product.
/// </summary>
internal sealed class CompiledAssembly
{
    private static readonly Dictionary<short, OpCode> OpCodeOf = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    private readonly HashSet<TypeUse> _uses = [];
    private readonly HashSet<(NamedType, string)> _strings = [];
    private readonly List<Instantiation> _instantiations = [];
    private readonly List<NamedType> _types = [];
    private readonly MetadataReader _metadata;
    private readonly Signatures _signatures;
    private NamedType _user = null!;

    private CompiledAssembly(Stream file)
    {
        using var code = new PEReader(file);
        _metadata = code.GetMetadataReader();
        _signatures = new Signatures(this);
        Name = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
        foreach (var handle in _metadata.TypeDefinitions)
            Read(handle, code);
        Friends = [.. _metadata.GetAssemblyDefinition().GetCustomAttributes().Select(_metadata.GetCustomAttribute)
            .Where(attribute => AttributeType(attribute).Name == "InternalsVisibleToAttribute")
            .Select(attribute => _metadata.GetBlobReader(attribute.Value)).Select(ReadFirstString)];
    }

    public static CompiledAssembly Load(string path)
    {
        using var file = File.OpenRead(path);
        return new CompiledAssembly(file);
    }

    public static CompiledAssembly Load(byte[] image) => new(new MemoryStream(image));

    /// <summary>The product's assembly of that name, beside the tests.</summary>
    public static CompiledAssembly OfProduct(string name) => Load(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    public string Name { get; }

    /// <summary>The assembly's own types; nested ones are not listed.</summary>
    public IReadOnlyList<NamedType> Types => _types;

    /// <summary>Its own types that others can name.</summary>
    public IReadOnlyList<NamedType> PublicTypes { get; private set; } = [];

    /// <summary>Which types name which.</summary>
    public IReadOnlyCollection<TypeUse> Uses => _uses;

    /// <summary>Generic types that it closes.</summary>
    public IReadOnlyList<Instantiation> Instantiations => _instantiations;

    /// <summary>The assemblies that may name its internal types.</summary>
    public IReadOnlyList<string> Friends { get; }

    /// <summary>String literals.</summary>
    public IReadOnlyCollection<(NamedType User, string Text)> Strings => _strings;

    private void Read(TypeDefinitionHandle handle, PEReader code)
    {
        var type = _metadata.GetTypeDefinition(handle);
        _user = TypeOf(handle);
        if (!type.IsNested && !_user.Name.StartsWith('<'))
        {
            _types.Add(_user);
            if (type.Attributes.HasFlag(System.Reflection.TypeAttributes.Public))
                PublicTypes = [.. PublicTypes, _user];
        }
        Use(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
            Use(_metadata.GetInterfaceImplementation(implemented).Interface);
        ReadParameters(type.GetGenericParameters());
        ReadAttributes(type.GetCustomAttributes());
        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_signatures, null);
            ReadAttributes(field.GetCustomAttributes());
        }
        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            property.DecodeSignature(_signatures, null);
            ReadAttributes(property.GetCustomAttributes());
        }
        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
            Read(method, code);
    }

    private void Read(MethodDefinition method, PEReader code)
    {
        method.DecodeSignature(_signatures, null);
        ReadParameters(method.GetGenericParameters());
        ReadAttributes(method.GetCustomAttributes());
        foreach (var parameter in method.GetParameters().Select(_metadata.GetParameter))
            ReadAttributes(parameter.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = code.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null);
        foreach (var region in body.ExceptionRegions.Where(region => region.Kind == ExceptionRegionKind.Catch))
            Use(region.CatchType);
        ReadInstructions(body.GetILReader());
    }

    private void ReadInstructions(BlobReader il)
    {
        while (il.RemainingBytes > 0)
        {
            var first = il.ReadByte();
            var instruction = OpCodeOf[first == 0xFE ? (short)(0xFE00 | il.ReadByte()) : first];
            switch (instruction.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Use(MetadataTokens.EntityHandle(il.ReadInt32()));
                    break;
                case OperandType.InlineSig:
                    _metadata.GetStandaloneSignature((StandaloneSignatureHandle)MetadataTokens.EntityHandle(il.ReadInt32())).DecodeMethodSignature(_signatures, null);
                    break;
                case OperandType.InlineString:
                    _strings.Add((_user, _metadata.GetUserString(MetadataTokens.UserStringHandle(il.ReadInt32() & 0xFFFFFF))));
                    break;
                case OperandType.InlineSwitch:
                    var targets = il.ReadInt32();
                    il.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    il.Offset += 8;
                    break;
                case OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR:
                    il.Offset += 4;
                    break;
                case OperandType.InlineVar:
                    il.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    il.Offset += 1;
                    break;
            }
        }
    }

    private void ReadParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => _metadata.GetGenericParameter(parameter).GetConstraints()))
            Use(_metadata.GetGenericParameterConstraint(constraint).Type);
    }

    private void ReadAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            Use(_metadata.GetCustomAttribute(attribute).Constructor);
    }

    private NamedType AttributeType(CustomAttribute attribute) => attribute.Constructor.Kind == HandleKind.MemberReference
        ? TypeOf((TypeReferenceHandle)_metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent)
        : TypeOf(_metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType());

    private static string ReadFirstString(BlobReader value)
    {
        value.ReadUInt16();     // the prolog
        return value.ReadSerializedString()!;
    }

    /// <summary>Records what an entity names; for a type, returns it.</summary>
    private NamedType? Use(EntityHandle handle)
    {
        if (handle.IsNil)
            return null;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return Use(TypeOf((TypeDefinitionHandle)handle));
            case HandleKind.TypeReference:
                return Use(TypeOf((TypeReferenceHandle)handle));
            case HandleKind.TypeSpecification:
                return _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
            case HandleKind.FieldDefinition:
                return Use(TypeOf(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()));
            case HandleKind.MethodDefinition:
                return Use(TypeOf(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()));
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                if (member.GetKind() == MemberReferenceKind.Field) member.DecodeFieldSignature(_signatures, null);
                else member.DecodeMethodSignature(_signatures, null);
                return Use(member.Parent);
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(_signatures, null);
                return Use(method.Method);
            default:
                return null;
        }
    }

    private NamedType Use(NamedType used)
    {
        if (used != _user)
            _uses.Add(new TypeUse(_user, used));
        return used;
    }

    private NamedType TypeOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? TypeOf(outer)
            : new NamedType(Name, _metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    private NamedType TypeOf(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? TypeOf((TypeReferenceHandle)type.ResolutionScope)
            : new NamedType(
                type.ResolutionScope.Kind == HandleKind.AssemblyReference
                    ? _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
                    : Name,
                _metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    /// <summary>Decodes signatures and records every type in them. A type parameter or a primitive is null.</summary>
    private sealed class Signatures(CompiledAssembly assembly) : ISignatureTypeProvider<NamedType?, object?>
    {
        public NamedType? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => assembly.Use(handle);

        public NamedType? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => assembly.Use(handle);

        public NamedType? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            assembly.Use(handle);

        public NamedType? GetGenericInstantiation(NamedType? genericType, ImmutableArray<NamedType?> typeArguments)
        {
            if (genericType is not null)
                assembly._instantiations.Add(new Instantiation(assembly._user, genericType, typeArguments));
            return genericType;
        }

        public NamedType? GetFunctionPointerType(MethodSignature<NamedType?> signature) => null;

        public NamedType? GetModifiedType(NamedType? modifier, NamedType? unmodifiedType, bool isRequired) => unmodifiedType;

        public NamedType? GetArrayType(NamedType? elementType, ArrayShape shape) => elementType;

        public NamedType? GetSZArrayType(NamedType? elementType) => elementType;

        public NamedType? GetByReferenceType(NamedType? elementType) => elementType;

        public NamedType? GetPointerType(NamedType? elementType) => elementType;

        public NamedType? GetPinnedType(NamedType? elementType) => elementType;

        public NamedType? GetGenericMethodParameter(object? genericContext, int index) => null;

        public NamedType? GetGenericTypeParameter(object? genericContext, int index) => null;

        public NamedType? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;
    }
}
