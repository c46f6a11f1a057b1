namespace TinyRnn.Interop.PyTorch;

/// <summary>Turns the values of a pickle into data. It knows some classes and functions as data, and has no way to run or look up anything.</summary>
internal interface IPickleHost
{
    /// <summary>The value outside the pickle that has this key.</summary>
    object? Resolve(object? id);

    /// <summary>The result of a class or function for these arguments; null if it is not known as data.</summary>
    object? Make(PickleGlobal maker, object?[] arguments);
}

/// <summary>
/// Runs the operations of a pickle (protocols 0 to 5, https://docs.python.org/3/library/pickletools.html) on values that are data. Calls are passed
/// to the host by name; a call that it does not know is kept as an object, and nothing is done to it. Memory stays proportional to the bytes read,
/// and nothing recurses.
/// </summary>
internal sealed class PickleMachine
{
    private const int MaximumProtocol = 5;
    private const int MaximumOperations = 1 << 23;
    private const int RememberedGlobals = 64;
    private static readonly object?[] EmptyTuple = [];

    private readonly PickleReader _reader;
    private readonly IPickleHost _host;
    private readonly List<PickleGlobal> _globals;
    private readonly Dictionary<long, object?> _memo = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _stack = [];

    private PickleMachine(PickleReader reader, IPickleHost host, List<PickleGlobal> globals)
    {
        _reader = reader;
        _host = host;
        _globals = globals;
    }

    /// <summary>Reads one pickle.</summary>
    /// <param name="reader">Positioned at the first byte; afterwards, after the last byte.</param>
    /// <param name="host">Makes data from the calls that it knows.</param>
    /// <param name="globals">Receives the first names in the pickle, even if reading fails.</param>
    /// <returns>The value of the pickle.</returns>
    /// <exception cref="ImportException">The pickle is malformed or too large.</exception>
    public static object? Run(PickleReader reader, IPickleHost host, List<PickleGlobal> globals) => new PickleMachine(reader, host, globals).Run();

    private object? Run()
    {
        for (int i = 0; i < MaximumOperations; i++)
        {
            byte code = _reader.ReadByte();
            if (code == (byte)'.')
            {
                return Pop();
            }

            if (!PushNumber(code) && !PushText(code) && !Collect(code) && !Remember(code) && !Make(code))
            {
                throw _reader.Error($"0x{code:x2} is not an operation of a pickle: the file is damaged, or is something else");
            }
        }

        throw _reader.Error($"the pickle has more than {MaximumOperations} operations");
    }

    private bool PushNumber(byte code)
    {
        object? value;
        switch (code)
        {
            case (byte)'N':
                value = null;
                break;
            case 0x88 or 0x89:
                value = code == 0x88;
                break;
            case (byte)'K':
                value = (long)_reader.ReadByte();
                break;
            case (byte)'M':
                value = (long)_reader.ReadUInt16();
                break;
            case (byte)'J':
                value = (long)_reader.ReadInt32();
                break;
            case 0x8a:
                value = _reader.ReadNumber(_reader.ReadByte());
                break;
            case 0x8b:
                value = _reader.ReadNumber(_reader.ReadUInt32());
                break;
            case (byte)'I' or (byte)'L':
                value = _reader.ReadNumberLine();
                break;
            case (byte)'G':
                value = _reader.ReadDouble();
                break;
            case (byte)'F':
                value = _reader.ReadDoubleLine();
                break;
            default:
                return false;
        }

        _stack.Add(value);
        return true;
    }

    private bool PushText(byte code)
    {
        object value;
        switch (code)
        {
            case (byte)'X':
                value = _reader.ReadText(_reader.ReadUInt32());
                break;
            case 0x8c:
                value = _reader.ReadText(_reader.ReadByte());
                break;
            case 0x8d:
                value = _reader.ReadText(_reader.ReadUInt64());
                break;
            case (byte)'V':
                value = _reader.ReadLine();
                break;
            case (byte)'U':
                value = _reader.ReadLatin(_reader.ReadByte());
                break;
            case (byte)'T':
                value = _reader.ReadLatin(_reader.ReadUInt32());
                break;
            case (byte)'S':
                value = _reader.ReadQuotedLine();
                break;
            case (byte)'C':
                value = _reader.Take(_reader.ReadByte()).ToArray();
                break;
            case (byte)'B':
                value = _reader.Take(_reader.ReadUInt32()).ToArray();
                break;
            case 0x8e or 0x96:
                value = _reader.Take(_reader.ReadUInt64()).ToArray();
                break;
            default:
                return false;
        }

        _stack.Add(value);
        return true;
    }

    private bool Collect(byte code)
    {
        switch (code)
        {
            case (byte)'(':
                _marks.Add(_stack.Count);
                return true;
            case (byte)')':
                _stack.Add(EmptyTuple);
                return true;
            case 0x85 or 0x86 or 0x87:
                _stack.Add(PopLast(code - 0x84));
                return true;
            case (byte)'t':
                _stack.Add(PopMark());
                return true;
            case (byte)']':
                _stack.Add(new PickleList());
                return true;
            case (byte)'l':
                PickleList list = [.. PopMark()];
                _stack.Add(list);
                return true;
            case (byte)'a':
                AddItems([Pop()]);
                return true;
            case (byte)'e':
                AddItems(PopMark());
                return true;
            case (byte)'}':
                _stack.Add(new PickleDict());
                return true;
            case (byte)'d':
                object?[] entries = PopMark();
                _stack.Add(new PickleDict());
                AddEntries(entries);
                return true;
            case (byte)'s':
                AddEntries(PopLast(2));
                return true;
            case (byte)'u':
                AddEntries(PopMark());
                return true;
            case 0x8f:
                _stack.Add(new PickleSet());
                return true;
            case 0x90:
                AddItems(PopMark());
                return true;
            case 0x91:
                PickleSet frozen = [.. PopMark()];
                _stack.Add(frozen);
                return true;
            default:
                return false;
        }
    }

    private bool Remember(byte code)
    {
        switch (code)
        {
            case 0x80:
                int protocol = _reader.ReadByte();
                return protocol <= MaximumProtocol ? true
                    : throw _reader.Error($"the pickle is of protocol {protocol}; at most {MaximumProtocol} was expected");
            case 0x95:
                // A frame's length only helps to read ahead; operations know their own lengths.
                _reader.ReadUInt64();
                return true;
            case (byte)'0':
                Pop();
                return true;
            case (byte)'1':
                PopMark();
                return true;
            case (byte)'2':
                _stack.Add(Top);
                return true;
            case (byte)'q':
                _memo[_reader.ReadByte()] = Top;
                return true;
            case (byte)'r':
                _memo[_reader.ReadUInt32()] = Top;
                return true;
            case (byte)'p':
                _memo[_reader.ReadIndexLine()] = Top;
                return true;
            case 0x94:
                _memo[_memo.Count] = Top;
                return true;
            case (byte)'h':
                _stack.Add(Recall(_reader.ReadByte()));
                return true;
            case (byte)'j':
                _stack.Add(Recall(_reader.ReadUInt32()));
                return true;
            case (byte)'g':
                _stack.Add(Recall(_reader.ReadIndexLine()));
                return true;
            default:
                return false;
        }
    }

    private bool Make(byte code)
    {
        switch (code)
        {
            case (byte)'c':
                string module = _reader.ReadLine();
                _stack.Add(Global(module, _reader.ReadLine()));
                return true;
            case 0x93:
                _stack.Add(PopLast(2) is [string from, string name] ? Global(from, name) : throw _reader.Error("a class or function is named by two texts"));
                return true;
            case (byte)'R':
                object?[] call = PopLast(2);
                _stack.Add(Call(call[0], call[1]));
                return true;
            case 0x81:
                object?[] creation = PopLast(2);
                _stack.Add(Call(creation[0], creation[1]));
                return true;
            case 0x92:
                object?[] named = PopLast(3);
                _stack.Add(Call(named[0], named[1]));
                return true;
            case (byte)'o':
                object?[] parts = PopMark();
                _stack.Add(parts.Length > 0 ? Call(parts[0], parts[1..]) : throw _reader.Error("the class of an object is missing"));
                return true;
            case (byte)'i':
                string home = _reader.ReadLine();
                PickleGlobal old = Global(home, _reader.ReadLine());
                _stack.Add(Call(old, PopMark()));
                return true;
            case (byte)'b':
                object? state = Pop();
                if (Top is PickleObject made)
                {
                    made.State = state;
                }

                return true;
            case (byte)'Q':
                _stack.Add(_host.Resolve(Pop()));
                return true;
            case (byte)'P':
                _stack.Add(_host.Resolve(_reader.ReadLine()));
                return true;
            case 0x82 or 0x83 or 0x84:
                throw _reader.Error("the pickle names a class by a number of its writer's own registry; a state dict was expected");
            case 0x97 or 0x98:
                throw _reader.Error("the pickle has buffers outside of the file; a file of torch.save was expected");
            default:
                return false;
        }
    }

    private PickleGlobal Global(string module, string name)
    {
        PickleGlobal global = new(module, name);
        if (_globals.Count < RememberedGlobals)
        {
            _globals.Add(global);
        }

        return global;
    }

    // An array made by the host or by a tuple is recognised by its type; arguments must be a tuple.
    private object? Call(object? maker, object? arguments) =>
        maker is PickleGlobal global && arguments is object?[] list && _host.Make(global, list) is object known ? known : new PickleObject(maker, arguments);

    private object? Top => _stack.Count > Floor ? _stack[^1] : throw _reader.Error("an operation lacks its value: the file is damaged");

    // Values below the last mark must not be touched.
    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private object? Pop()
    {
        object? value = Top;
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopLast(int count)
    {
        if (_stack.Count - count < Floor)
        {
            throw _reader.Error("an operation lacks its values: the file is damaged");
        }

        return Cut(_stack.Count - count);
    }

    private object?[] PopMark()
    {
        if (_marks.Count == 0)
        {
            throw _reader.Error("an operation lacks the mark of its first value: the file is damaged");
        }

        int start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return Cut(start);
    }

    private object?[] Cut(int start)
    {
        if (start == _stack.Count)
        {
            return EmptyTuple;
        }

        object?[] values = new object?[_stack.Count - start];
        _stack.CopyTo(start, values, 0, values.Length);
        _stack.RemoveRange(start, values.Length);
        return values;
    }

    // The contents of an unknown class are left out: nobody knows what it would do with them.
    private void AddItems(object?[] items)
    {
        if (Top is List<object?> list)
        {
            list.AddRange(items);
        }
        else if (Top is not PickleObject)
        {
            throw _reader.Error("items are added to something that is not a list: the file is damaged");
        }
    }

    private void AddEntries(object?[] entries)
    {
        if (entries.Length % 2 != 0)
        {
            throw _reader.Error("a key of a dictionary has no value: the file is damaged");
        }

        PickleDict? dict = Top as PickleDict;
        if (dict is null && Top is not PickleObject)
        {
            throw _reader.Error("entries are added to something that is not a dictionary: the file is damaged");
        }

        for (int i = 0; dict is not null && i < entries.Length; i += 2)
        {
            dict.Add(entries[i], entries[i + 1]);
        }
    }

    private object? Recall(long index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw _reader.Error($"the memo has no place {index}: the file is damaged");
}
